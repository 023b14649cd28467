code=record-form
options=(--strict)
tamper() {
  jq -S . documents/$POL.json >"$WORK/sorted" && cp "$WORK/sorted" documents/$POL.json
  commit
}
