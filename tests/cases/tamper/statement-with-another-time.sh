code=statement-signature
honest() {
  approve bruno $OLD
}
tamper() {
  approve bruno $OLD
  edit_json "$(newest $OLD)" '.at = "2026-06-01T00:30:00Z"'
  git commit -qa --amend -m approve
}
