type Listener { name: String, port: Port }

type Server { listeners: [Listener] }
