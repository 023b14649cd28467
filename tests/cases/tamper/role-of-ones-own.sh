code=role-self-granted
options=(--strict)
honest() {
  as anna
  do_sms add-assignment --role top-management --person cleo --start 2026-05-01 --id ASG-AGAIN
}
afresh=1
tamper() {
  as cleo
  do_sms add-assignment --role top-management --person cleo --start 2026-05-01 --id ASG-AGAIN
}
