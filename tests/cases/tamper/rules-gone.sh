code=rules-weakened
tamper() {
  edit_json sms.json '.approvals |= map(select(.type != "policy"))'
  commit 'rules'
}
