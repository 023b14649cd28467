code=role-granted-with
honest() {
  as anna
  do_sms add-assignment --role top-management --person cleo --start 2026-05-01 --id ASG-AGAIN
  approve cleo $OLD
}
afresh=1
tamper() {
  as anna
  do_sms add-assignment --role top-management --person cleo --start 2026-05-01 --id ASG-AGAIN
  approve cleo $OLD
  git reset -q --soft HEAD~2
  git commit -qm both
}
