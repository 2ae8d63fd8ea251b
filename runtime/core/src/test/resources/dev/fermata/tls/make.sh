#!/usr/bin/env bash
# Makes the key stores of this directory anew, by the keytool of a JDK; needed only to change them.
#
#   trust.p12     the certificate of the authority, whom tests trust
#   ec, rsa       the key of a server, for localhost and 127.0.0.1
#   expired       the same, expired in January 2020
#   other         the key of a server for other.example
#   names         two keys, for one.example and two.example
#   client        the key of a client
#   stranger      the key of a server for localhost, which nobody else has signed
#
# All but the expired one are valid from 2020 to 2119. The password is "fermata".
set -e
cd "$(dirname "$0")"
rm -f ./*.p12
store=(-storepass fermata -storetype PKCS12)
ec=(-keyalg EC -groupname secp256r1)
rsa=(-keyalg RSA -keysize 2048)
long=(-startdate 2020/01/01 -validity 36500)
local=(-ext san=dns:localhost,ip:127.0.0.1)

# key STORE ALIAS NAME OPTION...
key() { keytool -genkeypair -keystore "$1.p12" -alias "$2" "${store[@]}" -dname "CN=$3" "${long[@]}" "${@:4}"; }

# sign STORE ALIAS OPTION...
sign() {
  keytool -certreq -keystore "$1.p12" -alias "$2" "${store[@]}" -file request
  keytool -gencert -keystore authority.p12 -alias ca "${store[@]}" -infile request -outfile signed "${@:3}"
  keytool -importcert -noprompt -keystore "$1.p12" -alias root "${store[@]}" -file authority
  keytool -importcert -noprompt -keystore "$1.p12" -alias "$2" "${store[@]}" -file signed
  keytool -delete -keystore "$1.p12" -alias root "${store[@]}"
}

key authority ca "Fermata test CA" "${ec[@]}" -ext bc:c
keytool -exportcert -keystore authority.p12 -alias ca "${store[@]}" -file authority
keytool -importcert -noprompt -keystore trust.p12 -alias ca "${store[@]}" -file authority
key ec server localhost "${ec[@]}"; sign ec server "${long[@]}" "${local[@]}"
key rsa server localhost "${rsa[@]}"; sign rsa server "${long[@]}" "${local[@]}"
key expired server localhost "${ec[@]}"; sign expired server -startdate 2020/01/01 -validity 30 "${local[@]}"
key other server other.example "${ec[@]}"; sign other server "${long[@]}" -ext san=dns:other.example
key names one one.example "${ec[@]}"; sign names one "${long[@]}" -ext san=dns:one.example
key names two two.example "${ec[@]}"; sign names two "${long[@]}" -ext san=dns:two.example
key client client "a client" "${ec[@]}"; sign client client "${long[@]}"
key stranger server localhost "${ec[@]}" "${local[@]}"

# For the programs of the documentation: the same server, which trusts the authority.
docs=../../../../../../../../samples/checks/ways/src/test/resources/localhost.p12
cp ec.p12 "$docs"
keytool -importcert -noprompt -keystore "$docs" -alias ca "${store[@]}" -file authority
rm -f authority authority.p12 request signed
