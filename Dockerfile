# A static binary in an empty image: no shell, no root, time zones in the
# binary, certificates from the build image.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags="-s -w" -o /dojang ./bot

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /dojang /dojang
COPY --from=build /src/licenses/licenses.txt /LICENSES.txt
USER 65532:65532
ENTRYPOINT ["/dojang"]
CMD ["run"]
