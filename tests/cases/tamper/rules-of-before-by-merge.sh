code=merge-dropped
honest() {
  git checkout -q -b other "$(git log --format=%H -1 --grep='add POL-ACCESS')"
  as anna
  do_sms add-service --title Phone --criticality high --owner anna --description Phones --value Talk
  git checkout -q main
  tick
  git merge -q --no-edit other
}
tamper() {
  git checkout -q -b side "$(git log --format=%H -1 --grep='add POL-ACCESS')"
  do_sms add-service --title Fax --criticality high --owner anna --description Fax --value Paper
  git checkout -q main
  tick
  git merge -q --no-ff --no-commit side
  git checkout -q side -- sms.json
  commit merge
}
