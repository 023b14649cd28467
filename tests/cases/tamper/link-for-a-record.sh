code=not-a-file
tamper() {
  echo '{}' >"$WORK/elsewhere.json"
  ln -sf "$WORK/elsewhere.json" records/service/SVC-FILES.json
  commit
}
