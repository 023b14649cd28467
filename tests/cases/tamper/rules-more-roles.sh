code=rules-weakened
honest() {
  as anna
  edit_json sms.json '.approvals |= map(if .type == "policy" then .count = 2 | .holds = "P12M" else . end)'
  commit 'stricter rules'
}
tamper() {
  edit_json sms.json '.approvals |= map(if .type == "policy" then .roles += ["ROL-SMS-MANAGER"] else . end)'
  commit 'rules'
}
