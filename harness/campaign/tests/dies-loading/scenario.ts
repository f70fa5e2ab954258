// A module that takes its process down while it is loaded.
process.exit(5);
