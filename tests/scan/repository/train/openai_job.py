from openai import OpenAI

job = OpenAI().fine_tuning.jobs.create(training_file="file-1", model="gpt-4o-mini-2024-07-18")
