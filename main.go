// Command terraform-provider-apiaccess is the Terraform provider that makes who
// and what may call an organization's APIs reviewable code.
package main

import (
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
)

// version is set by the release build.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "let a debugger such as delve attach")
	flag.Parse()

	framework.CollectSeldom()
	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	} else if err := framework.LogAsAsked(); err != nil {
		log.Fatal(err)
	}
	err := tf6server.Serve("registry.terraform.io/apiaccess/apiaccess", serve, options...)
	if err != nil {
		log.Fatal(err)
	}
}

func serve() tfprotov6.ProviderServer {
	return framework.Guarded(provider.New(version)())
}
