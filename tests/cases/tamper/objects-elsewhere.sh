code=alternates
status=3
tamper() {
  cd .. && rm -rf copy && git clone -q --shared good copy && cd copy
}
