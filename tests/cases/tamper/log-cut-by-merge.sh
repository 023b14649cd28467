code=log-rewritten
honest() {
  as anna
  git checkout -q -b other
  do_sms note "$TWO" 'What everybody may read'
  git checkout -q main
  do_sms note "$ONE" 'Meanwhile'
  tick
  git merge -q -m merge other
}
tamper() {
  git checkout -q -b side
  do_sms note "$TWO" 'What nobody should read'
  git checkout -q main
  do_sms note "$ONE" 'Meanwhile'
  tick
  git merge -q -s ours -m merge side
}
