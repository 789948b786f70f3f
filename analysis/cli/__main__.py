"""`python -m analysis.cli`: the same as `moderato`, where the script is not on the path."""

from analysis.cli.app import main

if __name__ == "__main__":
    main()
