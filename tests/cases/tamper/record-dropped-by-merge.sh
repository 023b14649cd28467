code=record-removed
honest() {
  as anna
  git checkout -q -b other
  do_sms add-service --title Phone --criticality high --owner anna --description Phones --value Talk
  git checkout -q main
  do_sms note "$TWO" 'Meanwhile'
  tick
  git merge -q -m merge other
}
tamper() {
  git checkout -q -b side
  do_sms add-service --title Fax --criticality high --owner anna --description Fax --value Paper
  git checkout -q main
  do_sms note "$TWO" 'Meanwhile'
  tick
  git merge -q -s ours -m merge side
}
