code=statement-signature
tamper() {
  git checkout -q -b before "$(git log --format=%H -1 --grep='add POL-ACCESS')"
  as bruno
  do_sms approve $OLD --yes --no-sign
  tick
  git merge -q --no-edit main || { git checkout -q --theirs documents && commit merge; }
  git checkout -q main
  git merge -q --ff-only before
}
