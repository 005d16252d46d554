from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer

model = SentenceTransformer("microsoft/mpnet-base")
trainer = SentenceTransformerTrainer(model=model)
