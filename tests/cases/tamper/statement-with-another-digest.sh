code=statement-signature
honest() {
  approve bruno $OLD
}
tamper() {
  approve bruno $OLD
  edit_json "$(newest $OLD)" '.digest = (.digest | explode | reverse | implode)'
  git commit -qa --amend -m approve
}
