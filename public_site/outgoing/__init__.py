"""What leaves the house: mail and text messages, each through the port that its setting names.

    print:   on standard output, for development
    file:    one file per message in a folder, for tests and demonstrations
    smtp:// smtps:// and an https:// gateway: real ones
"""


class NotSent(Exception):
    """The port did not take the message. The sentence names no address and no secret: it is logged and shown."""
