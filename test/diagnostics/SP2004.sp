type Duration { seconds: Int }
