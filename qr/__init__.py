"""How a code looks: draws QR codes and lays out what is printed. Knows the registry, knows no HTTP."""
