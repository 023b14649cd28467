code=statement-copied
tamper() {
  file=$(newest $POL cleo)
  cp "$file" "${file%.json}-2.json"
  sign bruno "${file%.json}-2.json"
  commit
}
