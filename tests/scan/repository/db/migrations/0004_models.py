field = CharField(default="gpt-3.5-turbo-0613")
