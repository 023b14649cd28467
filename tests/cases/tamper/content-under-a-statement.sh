code=statement-content
honest() {
  approve bruno $OLD
}
tamper() {
  approve bruno $OLD
  echo 'Nobody read this.' >>documents/$OLD.md
  git commit -qa --amend -m approve
}
