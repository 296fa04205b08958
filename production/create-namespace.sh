#!/bin/sh
# Makes the product's namespace once the engine is healthy; leaves one that is there alone.
set -eu
attempt=0
until temporal operator cluster health --address "$TEMPORAL_ADDRESS"; do
  attempt=$((attempt + 1))
  [ "$attempt" -lt 30 ] || exit 1
  sleep 2
done
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" --address "$TEMPORAL_ADDRESS" ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 720h --address "$TEMPORAL_ADDRESS"
