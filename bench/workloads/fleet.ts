// The fleet: one loop makes thousands of services, and three environments differ by an overlay each. The peers beside the
// benchmarks make the same services in their own languages.

/** `count` services in each environment. */
export function fleet(count: number): string {
  return `type Port { name: String, port: Int, targetPort: Int, protocol: String = "TCP" }
type Probe { path: String, port: Int, periodSeconds: Int, timeoutSeconds: Int }
type Volume { name: String, mountPath: String }
type Quantity { cpu: String, memory: String }
type Resources { requests: Quantity, limits: Quantity }
type Scaling { min: Int, max: Int }
type Strategy { type: String, maxSurge: Int, maxUnavailable: Int }
type SecurityContext { runAsNonRoot: Bool, runAsUser: Int }

kind Service by fleet {
  @key name: String
  apiVersion: String = "fleet/v1"
  kind: String = "Service"
  image: String
  replicas: Int = 2
  scaling: Scaling = { min = replicas, max = replicas * 4 }
  command: [String]
  env: {String: String}
  ports: [Port by name]
  resources: Resources
  labels: {String: String}
  annotations: {String: String}
  livenessProbe: Probe
  readinessProbe: Probe
  volumes: [Volume by name]
  serviceAccount: String
  strategy: Strategy
  securityContext: SecurityContext
  upstream: String
}

system Fleet {
  param n: Int = ${count}
  param least: Int = 2
  param spread: Int = 1

  service: Service for i in 0..n - 1 by "svc-\${i}" {
    name = "svc-\${i}"
    image = "registry.example.com/team-\${i.mod(20)}/\${it.name}:1.\${i.mod(10)}.0"
    replicas = least + i.mod(spread)
    command = ["/bin/\${it.name}", "--port=8080"]
    env = { LOG_LEVEL = "info", PORT = "8080", SERVICE_NAME = it.name, REGION = "eu-west-1" }
    ports = {
      http = { port = 8000 + i.mod(1000), targetPort = 8080 }
      metrics = { port = 9090, targetPort = 9090 }
      debug = { port = 6060, targetPort = 6060 }
    }
    resources = { requests = { cpu = "100m", memory = "128Mi" }, limits = { cpu = "500m", memory = "256Mi" } }
    labels = { app = it.name, team = "team-\${i.mod(20)}", tier = "backend", managedBy = "fleet" }
    annotations = { owner = "team-\${i.mod(20)}@example.com", docs = "https://docs.example.com/\${it.name}" }
    livenessProbe = { path = "/healthz", port = 8080, periodSeconds = 10, timeoutSeconds = 2 }
    readinessProbe = { path = "/ready", port = 8080, periodSeconds = 5, timeoutSeconds = 1 }
    volumes = { config = { mountPath = "/etc/svc-\${i}" } }
    serviceAccount = "sa-team-\${i.mod(20)}"
    strategy = { type = "RollingUpdate", maxSurge = 1, maxUnavailable = 0 }
    securityContext = { runAsNonRoot = true, runAsUser = 1000 }
    upstream = "svc-\${(i * 7 + 1).mod(n)}"
  }
}

overlay development on Fleet {
  least = 1
  each Service {
    env { LOG_LEVEL = "debug", DEBUG = "1" }
    resources { limits { memory = "128Mi" } }
    labels { env = "dev" }
  }
}

overlay stage on Fleet {
  each Service {
    env { FEATURE_FLAGS = "staging" }
    resources { limits { cpu = "1" } }
    labels { env = "staging" }
  }
}

overlay production on Fleet {
  least = 4
  spread = 3
  each Service {
    env { LOG_LEVEL = "warn", ALERTS = "on" }
    resources { limits { cpu = "2", memory = "1Gi" } }
    labels { env = "prod" }
    ports { remove debug }
  }
}

environment dev = Fleet with development
environment staging = Fleet with stage
environment prod = Fleet with production
`;
}
