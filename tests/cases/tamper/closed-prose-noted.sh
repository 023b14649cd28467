code=closed-edited
honest() {
  as anna
  do_sms move $POL withdrawn
  do_sms note $POL 'Nobody may use it'
}
tamper() {
  echo More >>documents/$POL.md
  edit_json documents/$POL.json '.log += [.log[-1] | .text = "Looked at again"]'
  commit
}
