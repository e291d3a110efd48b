"""Exported WhatsApp chats, whatever the phone and its language."""
