code=statement-repository
honest() {
  approve bruno $OLD
}
tamper() {
  as bruno
  approve bruno $OLD
  file=$(newest $OLD)
  edit_json "$file" '.repository = "0123456789012345678901234567890123456789"'
  sign bruno "$file"
  git commit -qa --amend -m approve
}
