code=statement-content
honest() {
  approve bruno $OLD
}
tamper() {
  approve bruno $OLD
  file=$(newest $OLD)
  edit_json "$file" '.digest = "0000000000000000000000000000000000000000000000000000000000000000"'
  sign bruno "$file"
  git commit -qa --amend -m approve
}
