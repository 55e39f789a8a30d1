package salesforceapi

func (a *Apps) forgetExternal() {}
