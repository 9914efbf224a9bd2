import shop { Shop }
