code=statement-with-content
options=(--strict)
honest() {
  as anna
  echo 'More.' >>documents/$OLD.md
  do_sms commit --all
  approve bruno $OLD
}
tamper() {
  as anna
  echo 'More.' >>documents/$OLD.md
  do_sms commit --all
  approve bruno $OLD
  git reset -q --soft HEAD~2
  git commit -qm both
}
