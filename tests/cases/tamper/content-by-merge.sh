code=merge-content
honest() {
  git checkout -q -b other
  as anna
  do_sms note "$TWO" 'On the side'
  git checkout -q main
  tick
  git merge -q --no-ff -m merge other
}
tamper() {
  git checkout -q -b side
  as anna
  do_sms note "$TWO" 'On the side'
  git checkout -q main
  tick
  git merge -q --no-ff --no-commit side
  sed -i 's/recorded/reported/' documents/$POL.md
  commit merge
}
