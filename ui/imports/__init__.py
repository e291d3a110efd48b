"""The page that takes exported chats in."""
