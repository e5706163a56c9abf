// A small server of HTTP over crypto/tls. Its one argument is a file of JSON: see ../go.ts.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"log"
	"net"
	"os"
	"time"
)

type settings struct {
	Address                string
	Certificates           [][2]string
	MinVersion, MaxVersion uint16
	Suites                 []string
	Groups                 []tls.CurveID
	Alpn                   []string
	NoTickets              bool
	ClientAuth             tls.ClientAuthType
	ClientCa               string
}

func main() {
	var given settings
	text, err := os.ReadFile(os.Args[1])
	check(err)
	check(json.Unmarshal(text, &given))
	listener, err := tls.Listen("tcp", given.Address, config(given))
	check(err)
	for {
		connection, err := listener.Accept()
		check(err)
		go answer(connection)
	}
}

func answer(connection net.Conn) {
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(5 * time.Second))
	if _, err := connection.Read(make([]byte, 4096)); err == nil {
		connection.Write([]byte("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
	}
}

func config(given settings) *tls.Config {
	made := &tls.Config{
		MinVersion:             given.MinVersion,
		MaxVersion:             given.MaxVersion,
		CurvePreferences:       given.Groups,
		NextProtos:             given.Alpn,
		SessionTicketsDisabled: given.NoTickets,
		ClientAuth:             given.ClientAuth,
	}
	for _, files := range given.Certificates {
		pair, err := tls.LoadX509KeyPair(files[0], files[1])
		check(err)
		made.Certificates = append(made.Certificates, pair)
	}
	for _, name := range given.Suites {
		made.CipherSuites = append(made.CipherSuites, suite(name))
	}
	if given.ClientCa != "" {
		text, err := os.ReadFile(given.ClientCa)
		check(err)
		made.ClientCAs = x509.NewCertPool()
		made.ClientCAs.AppendCertsFromPEM(text)
	}
	return made
}

func suite(name string) uint16 {
	for _, known := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		if known.Name == name {
			return known.ID
		}
	}
	log.Fatal("crypto/tls has no ", name)
	return 0
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
