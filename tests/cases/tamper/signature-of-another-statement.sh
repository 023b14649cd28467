code=statement-signature
honest() {
  approve bruno $OLD
}
tamper() {
  approve bruno $OLD
  file=$(newest $OLD)
  cp "$(ls approvals/$OLD/*.sig | sort -V | head -1)" "${file%.json}.sig"
  git commit -qa --amend -m approve
}
