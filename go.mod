module dojang

go 1.26.0
