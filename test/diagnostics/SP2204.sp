system Shop { inner: Shop { } }
