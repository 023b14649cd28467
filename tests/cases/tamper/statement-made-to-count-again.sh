code=statement-copied
tamper() {
  file=$(ls approvals/$OLD/*.json | sort -V | head -1)
  cp "$file" "${file%.json}-2.json"
  cp "${file%.json}.sig" "${file%.json}-2.sig"
  commit
}
