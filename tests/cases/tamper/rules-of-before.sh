code=statement-signature
honest() {
  git checkout -q -b other "$(git log --format=%H -1 --grep='signatures are required')"
  as bruno
  do_sms add-service --title Phone --criticality high --owner anna --description Phones --value Talk
  git checkout -q main
  tick
  git merge -q --no-edit other
}
tamper() {
  git checkout -q -b before "$(git log --format=%H -1 --grep='add POL-ACCESS')"
  as bruno
  do_sms approve $OLD --yes --no-sign
  git checkout -q main
  tick
  git merge -q --no-edit before || { git checkout -q --ours documents && commit merge; }
}
