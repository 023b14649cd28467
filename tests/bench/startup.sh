# How long it takes until sms can say anything at all.
heading startup 'a program that only prints its version' sms git
compare 'sms --version' '<5ms' -w 5 -n $((SHORT * 2 + 1)) "$SMS --version" 'git --version'
