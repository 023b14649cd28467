code=id-reused
tamper() {
  git rm -q records/service/SVC-FILES.json && commit
  do_sms add-service --title Files --criticality low --owner anna --description Others --value Other
}
