"""The process that reads one file from its input, apart from everything else."""

import sys

from goldenthread.checking.documents.apart import answer

if __name__ == "__main__":
    sys.exit(answer(sys.argv[1], sys.stdin.buffer.read(), int(sys.argv[2]), *sys.argv[3:4]))
