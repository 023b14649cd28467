code=partial-clone
status=3
leaky=1 # 1.5 does for every key of the configuration that it matches with a pattern, as it does when opening this
tamper() {
  git config uploadpack.allowFilter true
  cd .. && mv copy whole && git clone -q --filter=blob:none "file://$WORK/whole" copy && rm -rf whole && cd copy
}
