code=statement-format
tamper() {
  echo '{"schema": "sms/statement/1"}' >approvals/$OLD/20260601T000000Z-cleo-roth.json
  commit
}
