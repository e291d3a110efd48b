from takeone_desktop.cli.app import main

main()
