// On a laptop: the site as it is.

import "../hello.sp" { Site }

environment dev = Site
