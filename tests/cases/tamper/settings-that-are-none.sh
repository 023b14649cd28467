code=settings-unreadable
tamper() {
  cp sms.json "$WORK/settings"
  echo '{' >sms.json
  commit settings
  cp "$WORK/settings" sms.json
  commit settings
}
